/** Version of the consent notice that officers are shown; goes up whenever `consent.ask` changes its meaning. */
export const consentNotice = '2569-12-01';
